import { TabLink } from "@/app/_shared/nav-link";
import { paths } from "@/app/paths";

/** What there is to see of a config version: its content, and who runs it. */
export function VersionTabs({ at: { org, groupId }, number }: { at: { org: string; groupId: string }; number: number }) {
  return (
    <nav aria-label={`Config version v${number}`} className="flex border-b border-line pb-px">
      <TabLink href={paths.version(org, groupId, number)} exact>
        Content
      </TabLink>
      <TabLink href={paths.versionFleet(org, groupId, number)}>Fleet</TabLink>
    </nav>
  );
}
