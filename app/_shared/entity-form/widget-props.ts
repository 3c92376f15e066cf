import type { FieldSchema } from "@/server/domain/kong-schema/schema";
import type { FieldPath } from "./form-value";

/** What every widget is given. `onChange(undefined)`: left to the default. */
export interface WidgetProps {
  name: string;
  label: string;
  schema: FieldSchema;
  value: unknown;
  path: FieldPath;
  onChange: (value: unknown) => void;
}
