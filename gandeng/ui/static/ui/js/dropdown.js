// A dropdown is a <details>; this closes it on Escape and on a click elsewhere.
const close = (kept) => {
  for (const open of document.querySelectorAll("details[data-dropdown][open]")) {
    if (open !== kept) open.open = false;
  }
};

document.addEventListener("click", (event) => close(event.target.closest("details[data-dropdown]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-dropdown][open]");
  close();
  open?.querySelector("summary").focus();
});
