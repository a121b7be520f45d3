// What is kept on this device under a name. A device that keeps nothing still sends; only the safety
// net is gone.
export const onDevice = (name) => ({
  read() {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "null");
    } catch {
      return null;
    }
  },
  // Whether there was room for it; nothing to keep takes away what was there.
  keep(what) {
    try {
      if (what) localStorage.setItem(name, JSON.stringify(what));
      else localStorage.removeItem(name);
      return true;
    } catch {
      return false;
    }
  },
});
