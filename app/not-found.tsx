import Link from "next/link";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md p-8">
      <h1 className="mb-2 text-xl font-semibold">Not found</h1>
      <p className="text-muted">There is nothing at this address, or it is not yours to see.</p>
      <p className="mt-4"><Link className="text-accent underline" href="/">To the console</Link></p>
    </main>
  );
}
