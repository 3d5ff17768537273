// Shows of a ready sentence only the blanks that it has. Without it all of them can be seen.
"use strict";
for (const row of document.querySelectorAll(".type-sentence")) {
  const sentence = row.querySelector("select");
  const fit = () => {
    const needs = (sentence.selectedOptions[0]?.dataset.needs || "").split(" ");
    for (const blank of row.querySelectorAll("input, select")) {
      if (blank === sentence) continue;
      const has = needs.includes(blank.name.split(".").pop());
      blank.disabled = !has;
      blank.closest(".field").hidden = !has;
    }
  };
  sentence.addEventListener("change", fit);
  fit();
}
