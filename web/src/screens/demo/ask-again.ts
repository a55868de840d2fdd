/** How long to wait before asking again how far a demo is. */
export const ASK_AGAIN_MS = 500;
