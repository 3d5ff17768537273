// Another stretch or month of the line takes the place of what is shown, without a jump. Without this file each is a link.
const PARTS = ["head", "zooms", "strip", "months", "asked", "answers"];
const INPLACE = "#zooms a, #months a, #strip a";
const ROWS = ["#months ol", "#strip .lying", "#strip .upright"];
let asking = null;

/** Show another address of this page in place; `byHand`: the map was moved there, and stays where it is. */
export async function show(address, { keep = "pushState", byHand = false } = {}) {
  asking?.abort();
  asking = new AbortController();
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asking.signal });
  } catch (reason) {
    if (reason.name !== "AbortError") location.assign(address);
    return;
  }
  if (!answer.ok || answer.redirected) return location.assign(address); // such as where the session ended
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const at = document.activeElement;
  const [focused, called] = [at?.closest(PARTS.map((id) => `#${id}`).join())?.id, at?.textContent];
  for (const id of PARTS) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  const [period, map] = [document.getElementById("period"), document.getElementById("map")];
  period.textContent = page.getElementById("period").textContent; // the same element, so that its change is read out
  const other = page.getElementById("map");
  Object.assign(map.dataset, { source: other.dataset.source, page: other.dataset.page });
  map.querySelectorAll(":scope > svg").forEach((drawn) => drawn.remove());
  map.prepend(...other.querySelectorAll(":scope > svg"));
  history[keep](null, "", address);
  oneStop();
  if (focused) refocus(focused, called);
  map.dispatchEvent(new CustomEvent("shown", { detail: { byHand } }));
}

/** Give the focus back to what has the same place: the month shown, or the link of the same name. */
function refocus(id, called) {
  const links = [...document.querySelectorAll(`#${id} a`)];
  (links.find((each) => each.matches("[aria-current]")) ?? links.find((each) => each.textContent === called) ?? links[0])?.focus();
}

/** The address of the page with another stretch of the line, [from, to] in metres. */
export function addressOf(stretch) {
  const address = new URL(document.getElementById("map").dataset.page, location.href);
  address.searchParams.set("a", stretch[0]);
  address.searchParams.set("b", stretch[1]);
  return address.href;
}

/** Show a month soon; one that is passed on the way isn't asked for. */
export function month(event, link, wait) {
  event.preventDefault();
  link.focus();
  clearTimeout(month.waiting);
  month.waiting = setTimeout(() => show(link.href), wait);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(INPLACE);
  const address = link && new URL(link.getAttribute("href"), location.href);
  if (!link || address.pathname !== location.pathname || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  link.focus();
  show(address.href);
});

// The months are a slider, and the strip is one stop of Tab: arrows go from one to the next, from north to south.
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.(ROWS.map((row) => `${row} a`).join());
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = linksOf(here.closest(ROWS.join())).filter((each) => each.checkVisibility());
  const [before, after] = [all[all.indexOf(here) - 1], all[all.indexOf(here) + 1]];
  const ways = { ArrowLeft: before, ArrowUp: before, ArrowRight: after, ArrowDown: after, Home: all[0], End: all.at(-1) };
  const to = ways[event.key];
  if (!(event.key in ways)) return;
  event.preventDefault();
  if (to && here.closest("#months")) month(event, to, 250);
  else to?.focus();
});

/** Leave one stop of Tab to each row: what has the focus, the month shown, or the first. */
function oneStop() {
  document.getElementById("strip").setAttribute("aria-describedby", "strip-keys"); // it is so by this script alone
  for (const row of document.querySelectorAll(ROWS.join())) {
    const links = linksOf(row);
    const stop = links.find((each) => each === document.activeElement || each.matches("[aria-current]")) ?? links[0];
    for (const each of links) each.setAttribute("tabindex", each === stop ? 0 : -1);
  }
}

const linksOf = (row) => [...row.querySelectorAll("a")];
document.addEventListener("focusin", (event) => event.target.closest?.(ROWS.join()) && oneStop());
oneStop();
addEventListener("popstate", () => show(location.href, { keep: "replaceState" }));
