// In the place of files.js where a set is one file: what single.js, which has unpacked this, says.

export const { folder, startWorker, pageAt, shown, linkTo, read, data, loadPlotly } = globalThis.crampkitFile;

export const pictured = false; // Every file of this computer could read it.

// The file is here already, and knows of no other.
export const keepOffline = () => {};
export const checkVersion = () => {};
