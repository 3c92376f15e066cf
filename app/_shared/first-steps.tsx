import { Card, LinkButton } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can, type Role } from "@/server/domain/ability";

interface Group {
  id: string;
  name: string;
  role: Role;
  instances: { total: number };
  liveVersion: object | null;
}

/** What leads from an empty organization to the first route: each step with its tick, and a button at the next one. Nothing once all are done. */
export function FirstSteps({ org, groups }: { org: string; groups: Group[] }) {
  const group = groups.find((each) => each.instances.total > 0) ?? groups[0];
  const steps = [
    {
      title: "Create a runtime group",
      text: "It holds instances that run the same config.",
      isDone: groups.length > 0,
      isAllowed: true,
      href: paths.groups(org),
      button: "Runtime groups",
    },
    {
      title: "Add an instance",
      text: "Copy a setup script onto a host and watch it connect.",
      isDone: Boolean(group?.instances.total),
      isAllowed: group && can(group.role, "instance.enroll"),
      href: group && paths.newInstance(org, group.id),
      button: `New instance in ${group?.name}`,
    },
    {
      title: "Publish your first route",
      text: "Add a gateway service and a route by form, or import a file; every instance of the group runs it seconds after you publish.",
      isDone: Boolean(group?.liveVersion),
      isAllowed: group && can(group.role, "config.edit"),
      href: group && paths.configuration(org, group.id),
      button: "Add a route",
    },
  ];
  const next = steps.findIndex((step) => !step.isDone);
  if (next < 0) return null;
  return (
    <Card title="First steps">
      <ol className="flex flex-col gap-3">
        {steps.map(({ title, text, isDone, isAllowed, href, button }, index) => (
          <li key={title} className="flex flex-wrap items-center gap-3">
            <span
              aria-hidden="true"
              className={`grid size-6 shrink-0 place-items-center rounded-full border text-[13px] ${isDone ? "border-ok text-ok" : "border-edge"}`}
            >
              {isDone ? "✓" : index + 1}
            </span>
            <span className="min-w-0 flex-1 basis-48">
              <span className="font-medium">{title}</span>
              {isDone && <span className="text-ok"> (done)</span>}
              <span className="block text-muted">{text}</span>
            </span>
            {index === next && href && isAllowed && (
              <LinkButton href={href}>
                <span className="max-w-64 truncate">{button}</span>
              </LinkButton>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
