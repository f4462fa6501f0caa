/** The largest id that both engines' integer columns hold. */
export const largestId = 2_147_483_647
