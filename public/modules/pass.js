export function start(_main, _signal) {}
