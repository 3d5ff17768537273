// Shows of a ready sentence only the blanks that it has. Without it all of them can be seen.
"use strict";
const fit = (row) => {
  const sentence = row.querySelector("select");
  const needs = (sentence.selectedOptions[0]?.dataset.needs || "").split(" ");
  for (const blank of row.querySelectorAll("input, select")) {
    if (blank === sentence) continue;
    const has = needs.includes(blank.name.split(".").pop());
    blank.disabled = !has;
    blank.closest(".field").hidden = !has;
  }
};
document.addEventListener("change", (event) => {
  const row = event.target.closest(".type-sentence");
  if (row) fit(row);
});
for (const row of document.querySelectorAll(".type-sentence")) fit(row);
