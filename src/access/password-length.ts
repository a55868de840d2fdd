/** How long a password is; apart, so that the API contract can say so without loading the hash. */

/** Characters. With argon2id and the limits of attempts, guessing 12 of them is hopeless. */
export const SHORTEST_PASSWORD = 12;
/** Longer ones would only make the hash slow. */
export const LONGEST_PASSWORD = 128;
