// The map of the line: the same things as the strip, from this desk alone. Without WebGL the drawn map stays.
// Map and strip follow each other: what the map shows is asked for as a stretch, and the strip of it is put in place.
import { Map as Drawn } from "./map/maplibre-gl.mjs";
import { addressOf, show } from "./following.mjs";

const place = document.getElementById("map");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function layers() {
  const both = ["case", ["==", ["get", "sort"], "alert"], colour("--danger"),
    ["match", ["get", "side"], "VN", colour("--vn"), "LA", colour("--la"), colour("--ink")]];
  const wide = (side) => ["interpolate", ["linear"], ["get", side], 0, 0, 1, 3, 6, 8];
  const aside = (side, sign) => ["interpolate", ["linear"], ["get", side], 1, 2.5 * sign, 6, 5 * sign];
  const walked = (side, sign) => ({
    id: `walked-${side}`, type: "line", source: "walked", filter: [">", ["coalesce", ["get", side], 0], 0],
    layout: { "line-join": "round" },
    paint: { "line-color": colour(`--${side}`), "line-opacity": 0.55, "line-width": wide(side), "line-offset": aside(side, sign) },
  });
  const along = (sort, off, more) => ({
    id: `along-${sort}`, type: "line", source: "line", filter: ["all", ["==", ["get", "kind"], "along"], ["==", ["get", "sort"], sort]],
    paint: { "line-color": both, "line-width": 3, "line-offset": ["match", ["get", "side"], "LA", off, -off], ...more },
  });
  const named = (id, kind, field, more) => ({
    id, type: "symbol", source: "line", filter: ["==", ["get", "kind"], kind],
    layout: { "text-field": ["get", field], "text-size": 12, "text-offset": [0, 1.1], "text-max-width": 40, "text-optional": true, ...more },
    paint: { "text-color": colour("--ink"), "text-halo-color": colour("--paper"), "text-halo-width": 1.5 },
  });
  return [
    { id: "ground", type: "background", paint: { "background-color": colour("--sheet") } },
    walked("vn", -1),
    walked("la", 1),
    along("stretch", 11, { "line-opacity": 0.35 }),
    along("patrol", 7, {}),
    along("plan", 7, { "line-dasharray": [1.5, 1] }),
    { id: "border", type: "line", source: "line", filter: ["==", ["get", "kind"], "border"],
      layout: { "line-join": "round" }, paint: { "line-color": colour("--ink"), "line-width": 2 } },
    { id: "markers", type: "circle", source: "line", filter: ["==", ["get", "kind"], "marker"],
      paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, 1.6, 12, 4], "circle-stroke-width": 1.2,
        "circle-stroke-color": colour("--ink"), "circle-color": ["case", ["get", "seen"], colour("--ink"), colour("--paper")] } },
    { id: "gates", type: "circle", source: "line", filter: ["==", ["get", "kind"], "gate"],
      paint: { "circle-radius": 6, "circle-color": colour("--paper"), "circle-stroke-width": 2.2, "circle-stroke-color": colour("--ink") } },
    { id: "marks", type: "circle", source: "line", filter: ["==", ["get", "kind"], "mark"],
      paint: { "circle-radius": 5, "circle-stroke-width": 2, "circle-stroke-color": both,
        "circle-color": ["match", ["get", "state"], "agreed", both, colour("--paper")] } },
    { ...named("marker-numbers", "marker", "number", { "text-size": 11 }), minzoom: 9 },
    named("gate-names", "gate", "name", {}), // last, so that a number gives way to a name
  ];
}

/** The stretch of the line that a box shows, as [from, to] in metres; null where the line isn't in it. */
function stretchIn(border, bounds) {
  const inside = border.geometry.coordinates.flatMap(([lon, lat], i) =>
    bounds.contains([lon, lat]) ? [border.properties.metres[i]] : []);
  return inside.length > 1 ? [Math.min(...inside), Math.max(...inside)] : null;
}

/** What the map shows, and of it what was walked, which is drawn from a source of its own.
 * A ribbon beside a course that winds within its own width would be all spikes: from afar it follows the bends alone.
 * Null where the desk gives no data: then what is drawn stays. */
async function known() {
  const answer = await fetch(place.dataset.source).catch(() => null); // the desk isn't reached
  const isData = answer?.ok && (answer.headers.get("Content-Type") || "").includes("json"); // a page, once signed out
  if (!isData) return null;
  const data = await answer.json();
  return { data, walked: { type: "FeatureCollection", features: data.features.filter((each) => each.properties.kind === "walked") } };
}

async function draw() {
  const first = await known();
  if (!first) return;
  const { data, walked } = first;
  const border = data.features.find((each) => each.properties.kind === "border");
  const held = document.createElement("div");
  held.className = "canvas";
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  place.append(held, told); // the drawn map stays for paper
  place.classList.add("live");
  const map = new Drawn({
    container: held, attributionControl: false, dragRotate: false, pitchWithRotate: false, maxZoom: 17,
    bounds: data.bbox, fitBoundsOptions: { padding: 40 },
    style: { version: 8, sources: { line: { type: "geojson", data }, walked: { type: "geojson", data: walked, tolerance: 1.5 } }, layers: layers() },
  });
  map.touchZoomRotate.disableRotation();
  const buttons = document.createElement("p");
  buttons.className = "nearer";
  for (const [sign, name, step] of [["+", place.dataset.closer, 1], ["−", place.dataset.further, -1]]) {
    const button = document.createElement("button");
    button.textContent = sign;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", (event) => map.zoomTo(map.getZoom() + step, {}, { originalEvent: event }));
    buttons.append(button);
  }
  place.append(buttons);
  let waiting = 0;
  map.on("moveend", (event) => {
    if (!event.originalEvent) return; // moved by this page, not by a hand
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const stretch = stretchIn(border, map.getBounds());
      if (stretch) show(addressOf(stretch), { keep: "replaceState", byHand: true });
    }, 400);
  });
  place.addEventListener("shown", async ({ detail }) => {
    const fresh = await known();
    if (!fresh) return;
    map.getSource("line").setData(fresh.data);
    map.getSource("walked").setData(fresh.walked);
    if (!detail.byHand) map.fitBounds(fresh.data.bbox, { padding: 40, animate: false });
  });
  for (const layer of ["along-stretch", "along-patrol", "along-plan", "marks", "gates", "markers"]) {
    map.on("mouseenter", layer, (event) => {
      map.getCanvas().style.cursor = event.features[0].properties.href ? "pointer" : "";
      told.textContent = event.features[0].properties.title;
    });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; told.textContent = ""; });
    map.on("click", layer, (event) => {
      const { href } = event.features[0].properties;
      if (href) location.assign(href);
    });
  }
  window.lineMap = map;
}

if (place && hasWebGL()) draw();
