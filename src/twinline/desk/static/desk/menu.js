// Where the menu is wider than the window, as on a phone, it begins at the page one is on.
"use strict";
for (const here of document.querySelectorAll(".top nav [aria-current]")) {
  const menu = here.closest("nav"), left = here.getBoundingClientRect().left - menu.getBoundingClientRect().left;
  menu.scrollLeft += left - (menu.clientWidth - here.offsetWidth) / 2;
}
