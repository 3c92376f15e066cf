"use client";

/** The last resort, when not even the shell can be shown; it stands on no style sheet. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" style={{ colorScheme: "light dark" }}>
      <body style={{ fontFamily: "system-ui", padding: "2rem" }}>
        <title>Something went wrong · Signalbox</title>
        <h1>Something went wrong on our side</h1>
        <p>
          Nothing was lost that was answered as done. The server&apos;s log has the cause
          {error.digest && (
            <>
              {" "}
              under request <code>{error.digest}</code>
            </>
          )}
          .
        </p>
        <p>
          <button type="button" onClick={reset}>
            Try again
          </button>{" "}
          <a href="/">To the console</a>
        </p>
      </body>
    </html>
  );
}
