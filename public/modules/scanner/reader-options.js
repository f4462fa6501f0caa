/** `tryHarder` is on by itself and finds what noise and perspective hide; no code of ours is inverted. */
export const readerOptions = { formats: ['QRCode'], maxNumberOfSymbols: 1, tryInvert: false }
