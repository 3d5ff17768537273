// A finger or a pressed mouse draws through the months, and moves the strip along the line. Without it all are links.
import { addressOf, month, show } from "./following.mjs";

const FAR = 8; // pixels; what goes less far is a tap
const SHARE = 1148 / 1200; // of the strip's width that is the line: the rest is its margins
let drag = null;
let moved = false;

/** The strip as it can be moved: not where all of the line is shown, as there is nowhere to go. */
function held(event) {
  const strip = event.target.closest?.("#strip .lying");
  return strip && document.querySelector("#zooms [rel]") ? strip.querySelector("svg") : null;
}

function end() {
  if (drag?.strip) drag.strip.style.transform = "";
  drag = null;
}

document.addEventListener("pointerdown", (event) => {
  moved = false;
  if (!event.isPrimary || event.button) return;
  const [strip, months] = [held(event), event.target.closest?.("#months ol")];
  if (strip || months) drag = { from: event.clientX, strip, link: event.target.closest("a") };
});

document.addEventListener("pointermove", (event) => {
  if (!drag || !event.isPrimary) return;
  const way = event.clientX - drag.from;
  moved ||= Math.abs(way) > FAR;
  if (!moved) return;
  if (drag.strip) {
    drag.strip.style.transform = `translateX(${way}px)`;
    return;
  }
  // Not the event's target: a finger's stays where it was put down
  const link = document.elementFromPoint(event.clientX, event.clientY)?.closest("#months li a");
  if (link && link.href !== drag.link?.href) {
    drag.link = link;
    month(event, link, 120);
  }
});

document.addEventListener("pointerup", (event) => {
  if (drag?.strip && moved) {
    const { a, b } = document.getElementById("asked").elements;
    const [first, last] = [Number(a.value), Number(b.value)];
    const metres = ((drag.from - event.clientX) / (drag.strip.getBoundingClientRect().width * SHARE)) * (last - first);
    const { length } = document.getElementById("strip").dataset;
    const north = Math.round(Math.min(Math.max(first + metres, 0), length - (last - first)));
    if (north !== first) show(addressOf([north, north + last - first]));
  }
  end();
});
document.addEventListener("pointercancel", end); // the page is scrolled instead
document.addEventListener("selectstart", (event) => drag && event.preventDefault());
document.addEventListener("dragstart", (event) => event.target.closest?.("#months, #strip") && event.preventDefault());
addEventListener("click", (event) => {
  if (moved && event.target.closest?.("#strip, #months")) {
    event.preventDefault();
    event.stopPropagation();
  }
  moved = false;
}, true);
