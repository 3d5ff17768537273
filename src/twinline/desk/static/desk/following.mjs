// Another stretch or month of the line takes the place of what is shown, without a jump. Without this file each is a link.
const PARTS = ["head", "zooms", "strip", "months", "asked", "answers"];
const INPLACE = "#zooms a, #months a, #strip a";
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

// The months are a slider too: arrows go from one to the next.
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.("#months li a");
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...document.querySelectorAll("#months li a")].filter((each) => each.checkVisibility());
  const to = { ArrowLeft: all[all.indexOf(here) - 1], ArrowRight: all[all.indexOf(here) + 1], Home: all[0], End: all.at(-1) }[event.key];
  if (to) month(event, to, 250);
});
addEventListener("popstate", () => show(location.href, { keep: "replaceState" }));
