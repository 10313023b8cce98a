"""Services are told by name; their contacts come from the list of publishers alone."""

import pytest

from filiation.rights.publishers import publishers
from filiation.rights.services import service, services


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ChatGPT", "ChatGPT"),
        ("chat-gpt 4o", "ChatGPT"),
        ("GPT-4", "ChatGPT"),
        ("gpt-4-turbo", "ChatGPT"),
        ("Gemini 1.5 Pro", "Gemini"),
        ("claude 3 opus", "Claude"),
        ("Microsoft Copilot", "Copilot"),
        ("le chat", "Le Chat"),
        ("Meta AI", "Meta AI"),
        ("grok", "Grok"),
        ("DeepSeek chat", "DeepSeek Chat"),
    ],
)
def test_a_service_is_known_by_its_names(text, name):
    assert service(text).name == name


@pytest.mark.parametrize(
    "text", ["", "gpt2", "gpt-4all", "deepseek-r1", "mistral", "claudette", "lechatelier", "openai"]
)
def test_what_only_begins_alike_is_none(text):
    assert service(text) is None


def test_contacts_are_those_of_the_list_and_private():
    known = {contact.value for entry in publishers() for contact in entry.contacts}
    for one in services():
        assert one.company
        assert one.contact is None or (one.contact.value in known and not one.contact.public)
    assert service("chatgpt").contact is not None
    assert service("claude").contact is None
