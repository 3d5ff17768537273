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
  const tone = ["case", ["==", ["get", "sort"], "alert"], colour("--danger"),
    ["match", ["get", "side"], "VN", colour("--vn"), "LA", colour("--la"), colour("--ink")]];
  const wide = (side) => ["interpolate", ["linear"], ["get", side], 0, 0, 1, 3, 6, 8];
  const aside = (side, sign) => ["interpolate", ["linear"], ["get", side], 1, 2.5 * sign, 6, 5 * sign];
  const walked = (side, sign) => ({
    id: `walked-${side}`, type: "line", source: "walked", filter: [">", ["coalesce", ["get", side], 0], 0],
    layout: { "line-join": "round" },
    paint: { "line-color": colour(`--${side}`), "line-opacity": 0.55, "line-width": wide(side), "line-offset": aside(side, sign) },
  });
  const is = (field, value) => ["==", ["get", field], value];
  const not = (rule) => ["!", rule];
  // As on the drawn map: solid where both confirm it, else hollow; in dashes where it is planned or they differ.
  const along = (id, rule, paint) => ({
    id, type: "line", source: "line", filter: ["all", is("kind", "along"), rule], layout: { "line-join": "round" },
    paint: { "line-color": tone, "line-width": 4.4, ...paint },
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
    along("bars", ["all", not(is("sort", "plan")), not(is("state", "disputed"))], {}),
    along("plans", is("sort", "plan"), { "line-dasharray": [1.6, 0.9] }),
    along("differing", ["all", not(is("sort", "plan")), is("state", "disputed")], { "line-dasharray": [2.7, 1.1] }),
    along("hollow", not(is("state", "agreed")), { "line-color": colour("--sheet"), "line-width": 2 }),
    { id: "border", type: "line", source: "line", filter: ["==", ["get", "kind"], "border"],
      layout: { "line-join": "round" }, paint: { "line-color": colour("--ink"), "line-width": 2 } },
    { id: "markers", type: "circle", source: "line", filter: ["==", ["get", "kind"], "marker"],
      paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, 1.6, 12, 4], "circle-stroke-width": 1.2,
        "circle-stroke-color": colour("--ink"), "circle-color": ["case", ["get", "seen"], colour("--ink"), colour("--paper")] } },
    { id: "gates", type: "circle", source: "line", filter: ["==", ["get", "kind"], "gate"],
      paint: { "circle-radius": 6, "circle-color": colour("--paper"), "circle-stroke-width": 2.2, "circle-stroke-color": colour("--ink") } },
    { id: "marks", type: "symbol", source: "line", filter: is("kind", "mark"),
      layout: { "icon-allow-overlap": true, "icon-ignore-placement": true,
        "icon-image": ["concat", ["case", is("sort", "alert"), "alert", ["concat", "dot", ["get", "side"]]], "-", ["get", "state"]] } },
    { ...named("marker-numbers", "marker", "number", { "text-size": 11 }), minzoom: 9 },
    named("gate-names", "gate", "name", {}), // last, so that a number gives way to a name
  ];
}

/** Give the map its signs: a disc where both confirm it, a ring where one says so, one in halves where they differ;
 * the triangle for danger to life. */
function sign(map) {
  const size = 18, scale = 2;
  const tones = { "dotVN": "--vn", "dotLA": "--la", "dot": "--ink", "alert": "--danger" };
  for (const [name, tone] of Object.entries(tones)) {
    for (const state of ["agreed", "stated", "disputed"]) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = size * scale;
      const pen = canvas.getContext("2d");
      pen.setTransform(scale, 0, 0, scale, size * scale / 2, size * scale / 2);
      pen.strokeStyle = colour(tone);
      pen.fillStyle = colour(state === "agreed" ? tone : "--sheet");
      pen.lineWidth = 1.7;
      pen.lineJoin = "round";
      if (name === "alert") pen.stroke(fill(pen, new Path2D("M0 -6.5L6.5 5H-6.5Z")));
      else if (state === "disputed") pen.stroke(fill(pen, new Path2D("M-1.5 -3.8A3.8 3.8 0 0 0 -1.5 3.8M1.5 -3.8A3.8 3.8 0 0 1 1.5 3.8")));
      else pen.stroke(fill(pen, new Path2D("M-3.8 0A3.8 3.8 0 1 1 3.8 0A3.8 3.8 0 1 1 -3.8 0Z")));
      if (name === "alert") {
        pen.strokeStyle = colour(state === "agreed" ? "--sheet" : tone);
        pen.stroke(new Path2D("M0 -2.6V1M0 2.6V3.4"));
      }
      map.addImage(`${name}-${state}`, pen.getImageData(0, 0, size * scale, size * scale), { pixelRatio: scale });
    }
  }
}

function fill(pen, shape) {
  pen.fill(shape);
  return shape;
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
  // Bars and signs stand as far beside the line as there is room for
  const source = place.dataset.source + (place.clientWidth < 600 ? "&narrow=1" : "");
  const answer = await fetch(source).catch(() => null); // the desk isn't reached
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
    locale: { "Map.Title": place.getAttribute("aria-label") }, // what a screen reader calls it: the library says "Map" to all
    style: { version: 8, sources: { line: { type: "geojson", data }, walked: { type: "geojson", data: walked, tolerance: 1.5 } }, layers: layers() },
  });
  map.on("style.load", () => sign(map));
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
  for (const layer of ["bars", "plans", "differing", "marks", "gates", "markers"]) {
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
