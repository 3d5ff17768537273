// A box of many to tick is one stop of the Tab key: arrows move in it, letters find a name, Space ticks. Without it each
// of them is a stop.
"use strict";
const FEW = 8, PAUSE_MS = 1200;
const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/đ/gi, "d").toLowerCase();
const within = (box) => [...box.querySelectorAll("input[type=checkbox]")];
const named = (one) => plain(one.closest("label").textContent.trim());
for (const box of document.querySelectorAll(".several")) {
  if (within(box).length <= FEW) continue;
  let typed = "", last = 0;
  const hint = box.parentElement.querySelector("[data-keys]");
  if (hint) hint.hidden = false;
  box.removeAttribute("tabindex");
  const stop = (at) => { for (const one of within(box)) one.tabIndex = one === at ? 0 : -1; };
  const go = (at) => { if (at) { stop(at); at.focus(); } };
  stop(within(box).find((one) => one.checked) || within(box)[0]);
  box.addEventListener("focusin", (event) => { if (event.target.type === "checkbox") stop(event.target); });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const all = within(box), here = all.indexOf(event.target);
    if (here < 0) return;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      go(all[to]);
    } else if (event.key.length === 1 && event.key !== " ") {
      typed = plain((event.timeStamp - last < PAUSE_MS ? typed : "") + event.key);
      last = event.timeStamp;
      // From here on, round to here again: words of a name count as its beginning does.
      const next = [...all.slice(typed.length > 1 ? here : here + 1), ...all.slice(0, here + 1)];
      go(next.find((one) => named(one).startsWith(typed)) || next.find((one) => ` ${named(one)}`.includes(` ${typed}`)));
    } else return;
    event.preventDefault();
  });
}
