// Copies an address; where the browser does not let us, it is at least selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.querySelector("[data-copy-from]");
  button.addEventListener("click", async () => {
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
      button.lastChild.textContent = button.dataset.sayDone;
    } catch {
      // Selected is enough: Ctrl+C does the rest.
    }
  });
}
