/** `tryHarder` is the default and tolerates noise and perspective; our codes are never inverted. */
export const readerOptions = { formats: ['QRCode'], maxNumberOfSymbols: 1, tryInvert: false }
