const SECRET_BYTES = 24;

/** A random text that is safe in a header and a URL. */
export const madeSecret = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
