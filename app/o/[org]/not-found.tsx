import { Card, LinkButton } from "@/app/_ui/controls";
import { paths } from "@/app/paths";

/** Something of an org that is not there, shown inside the shell, so that the way back is at hand. */
export default function NotFoundInOrg() {
  return (
    <Card>
      <h1 className="mb-2 text-xl font-semibold">Not found</h1>
      <p className="mb-4 text-muted">There is nothing at this address in this organization. It may have been deleted since.</p>
      <LinkButton href={paths.home()}>To the console</LinkButton>
    </Card>
  );
}
