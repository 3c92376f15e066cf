/** The kinds that are added in a line: the fields that are asked for, and an example of each. */
export const QUICK_FIELDS: Readonly<Record<string, readonly (readonly [name: string, example: string])[]>> = {
  targets: [
    ["target", "10.0.0.1:8080"],
    ["weight", "100"],
  ],
  snis: [["name", "shop.example.com"]],
  acls: [["group", "gold"]],
  consumer_group_consumers: [["consumer", "alice"]],
};
