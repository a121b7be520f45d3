// Skipping a change that makes room for another skips that one too: the boxes say so at once. The
// server would leave it out anyway.
const form = document.querySelector("[data-proposal]");
const boxes = [...(form?.querySelectorAll("[data-needs]") ?? [])];
const byIndex = new Map(boxes.map((box) => [box.value, box]));

function settle() {
  let isChanged = true;
  for (const box of boxes) if (box.dataset.forced) release(box);
  while (isChanged) {
    isChanged = false;
    for (const box of boxes) {
      const needs = box.dataset.needs.split(" ").filter(Boolean);
      if (box.checked || !needs.some((index) => byIndex.get(index)?.checked)) continue;
      box.checked = true;
      box.dataset.forced = "yes";
      box.closest(".proposal__line").classList.add("proposal__line--forced");
      isChanged = true;
    }
  }
}
function release(box) {
  box.checked = false;
  delete box.dataset.forced;
  box.closest(".proposal__line").classList.remove("proposal__line--forced");
}

form?.addEventListener("change", (event) => {
  const box = event.target;
  // A forced box that is unticked by hand stays forced: its room is taken.
  if (box.dataset.forced) box.checked = true;
  settle();
});
