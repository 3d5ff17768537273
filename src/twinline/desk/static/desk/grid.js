// Types a sheet in by the keyboard: 1 to 0 choose in a row, Enter goes on. Without it the form works all the same.
"use strict";
for (const form of document.querySelectorAll("form[data-grid]")) {
  for (const hint of form.querySelectorAll("[data-keys]")) hint.hidden = false;
  const nothing = form.querySelector("[name=nothing]");
  const inRow = row => [...row.querySelectorAll("input[type=radio]")];
  // Where Enter stops: each field, each row once, the first of what else was seen, and the button; after nothing to
  // report at once the button.
  const stops = () => [
    ...form.querySelectorAll(".blanks input"), nothing,
    ...[...form.querySelectorAll("[data-row]")].map(row => inRow(row).find(one => one.checked) || inRow(row)[0]),
    form.querySelector(".seen-too input"), form.querySelector(".acts button"),
  ];
  const placeOf = at => {
    const row = at.closest("[data-row]");
    const all = stops();
    const found = all.findIndex(one => one === at || (row && one.closest("[data-row]") === row));
    return found >= 0 ? found : at.closest(".seen-too") ? all.length - 2 : -1;
  };
  form.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = event.target;
    if (event.key === "Enter" && at.tagName === "INPUT") {
      event.preventDefault();
      const all = stops();
      const ended = at === nothing && nothing.checked && !event.shiftKey;
      const next = ended ? all[all.length - 1] : all[placeOf(at) + (event.shiftKey ? -1 : 1)];
      if (next) next.focus();
      return;
    }
    const row = at.closest("[data-row]");
    if (!row) return;
    const chosen = inRow(row).find(one => one.dataset.key === event.key);
    if (chosen) {
      event.preventDefault();
      chosen.checked = true;
      chosen.focus();
    } else if (event.key === "Backspace") {
      event.preventDefault();
      for (const one of inRow(row)) one.checked = false;
    }
  });
}
