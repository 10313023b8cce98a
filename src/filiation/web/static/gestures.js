// What mouse and fingers do in the frame of a picture. A plain wheel and one finger scroll it, as they scroll any page.

const DRAG_FROM = 4; // pixels that a pointer may tremble in a click

/** @typedef {{x: number, y: number}} Point  a place in the frame */
/** @typedef {(factor: number, at: Point) => void} ZoomBy */

/**
 * Zoom by the wheel while Ctrl is held, which is also how a touchpad tells of two fingers.
 * @param {HTMLElement} frame
 * @param {ZoomBy} zoomBy
 */
export function listenToWheel(frame, zoomBy) {
  const turned = (/** @type {WheelEvent} */ event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY / 300), within(frame, event.clientX, event.clientY));
  };
  frame.addEventListener("wheel", turned, { passive: false });
}

/**
 * Zoom by two fingers.
 * @param {HTMLElement} frame
 * @param {ZoomBy} zoomBy
 */
export function listenToPinch(frame, zoomBy) {
  let before = 1;
  const pinched = (/** @type {TouchEvent} */ event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const { 0: one, 1: two } = event.touches;
    const apart = Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) || 1;
    if (event.type === "touchmove") {
      const middle = within(frame, (one.clientX + two.clientX) / 2, (one.clientY + two.clientY) / 2);
      zoomBy(apart / before, middle);
    }
    before = apart;
  };
  frame.addEventListener("touchstart", pinched, { passive: false });
  frame.addEventListener("touchmove", pinched, { passive: false });
}

/**
 * Drag by the mouse.
 * @param {HTMLElement} frame
 */
export function listenToPointer(frame) {
  /** @type {{id: number, x: number, y: number, moved: boolean} | null} */
  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    held = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
  });
  frame.addEventListener("pointermove", (event) => {
    if (held?.id !== event.pointerId) return;
    const [x, y] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(x, y) < DRAG_FROM) return;
    if (!held.moved) frame.setPointerCapture(event.pointerId);
    held = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: true };
    frame.classList.add("dragged");
    frame.scrollBy(-x, -y);
  });
  const released = () => {
    // The click that ends a drag comes before the next task; it must not follow the link under it.
    if (held?.moved) setTimeout(() => frame.classList.remove("dragged"));
    held = null;
  };
  frame.addEventListener("pointerup", released);
  frame.addEventListener("pointercancel", released);
  const swallow = (/** @type {Event} */ event) => {
    if (!frame.classList.contains("dragged")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  frame.addEventListener("click", swallow, { capture: true });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
}

/**
 * @param {HTMLElement} frame
 * @param {number} x
 * @param {number} y
 * @returns {Point}
 */
function within(frame, x, y) {
  const box = frame.getBoundingClientRect();
  return { x: x - box.left, y: y - box.top };
}
