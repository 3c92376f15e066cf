import Link from "next/link";

/** The form and the YAML of one entity: two views of what the draft holds. */
export function ViewTabs({ isYaml }: { isYaml: boolean }) {
  const tab = (text: string, href: string, isOpen: boolean) => (
    <Link
      href={href}
      scroll={false}
      aria-current={isOpen ? "page" : undefined}
      className={`-mb-px border-b-2 px-2.5 py-1.5 ${isOpen ? "border-accent font-semibold text-ink" : "border-transparent text-muted hover:text-ink"}`}
    >
      {text}
    </Link>
  );
  return (
    <nav aria-label="Views of this entity" className="-mt-2 mb-4 flex border-b border-line">
      {tab("Form", "?", !isYaml)}
      {tab("YAML", "?view=yaml", isYaml)}
    </nav>
  );
}
