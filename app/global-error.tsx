"use client";

export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui", padding: "2rem" }}>
        <h1>Something went wrong on our side</h1>
        <p>Nothing was lost that was answered as done. The server&apos;s log has the cause.</p>
        <button type="button" onClick={reset}>Try again</button>
      </body>
    </html>
  );
}
