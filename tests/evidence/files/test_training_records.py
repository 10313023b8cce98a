"""What trainings leave beside the weights."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.files.test_bounded import JSON

from filiation.evidence.files.training_records import read_orders, read_results, read_state
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign
from filiation.facts.vocabulary import Relation

STATE = b"""{
  "best_metric": null,
  "best_model_checkpoint": null,
  "epoch": 1.0,
  "global_step": 2500,
  "log_history": [
    {"step": 500"""


def orders(settings: object) -> Findings:
    body = json.dumps(settings).encode()
    return read_orders(body, len(body))


def test_the_head_of_a_trainer_s_state_tells_its_steps():
    assert read_state(STATE, 1 << 30) == Findings(signs=(Shown(Sign.TRAINED, "global_step", "2500"),))
    assert read_state(STATE.replace(b"2500", b"0"), 1 << 30) == Findings()
    assert read_state(b"{}", 2).faults[0].fault is Fault.WRONG_SHAPE
    assert read_state(b'{"log', 1 << 30).faults[0].fault is Fault.CUT_SHORT


def test_the_results_of_a_training_but_not_those_of_an_evaluation():
    assert read_results(b'{"train_loss": 0.5, "train_runtime": 9}', 40).signs == (Shown(Sign.TRAINED, "train_loss"),)
    assert read_results(b'{"eval_loss": 0.5}', 18) == Findings()


TEXT = {"model": "mistralai/Mistral-7B-v0.1", "project_name": "my-model", "data_path": "my-model/autotrain-data"}


@pytest.mark.parametrize(
    ("more", "relation"),
    [
        ({}, Relation.FINETUNE),
        ({"peft": False}, Relation.FINETUNE),
        ({"peft": True, "merge_adapter": False}, None),
        ({"use_peft": True}, None),
        ({"rank": 4, "image_path": "x/autotrain-data"}, None),
    ],
)
def test_what_autotrain_was_told(more, relation):
    assert orders(TEXT | more) == Findings(
        (Clue("mistralai/Mistral-7B-v0.1", "model", relation),), (Shown(Sign.TRAINED, "model", "autotrain"),)
    )


def test_the_revision_that_autotrain_was_told():
    assert orders(TEXT | {"revision": "v1"}).clues[0].revision == "v1"


def test_another_program_s_file_of_this_name():
    assert orders({"model": "resnet", "learning_rate": 1}) == Findings()
    assert orders({"project_name": "a"}) == Findings()
    assert orders(TEXT | {"model": ["a"]}).faults[0].fault is Fault.WRONG_SHAPE


@given(JSON | st.dictionaries(st.sampled_from([*TEXT, "peft", "revision", "train_loss", "global_step"]), JSON))
def test_any_document_is_read_or_refused(value):
    body = json.dumps(value).encode()
    for read in (read_orders, read_results, read_state):
        read(body, len(body))


@given(st.binary(max_size=200), st.integers(0, 1 << 60))
def test_any_bytes_are_read_or_refused(body, size):
    for read in (read_orders, read_results, read_state):
        read(b'{"global_step": ' + body, size)
