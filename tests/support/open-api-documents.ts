/** A description in OpenAPI 3.0 as people write them: references, parameters, tags, security and Kong's extensions. */
export const SHELTER_3_0 = `
openapi: 3.0.3
info: {title: "Tierheim: Shelter API", version: "2"}
servers:
- url: https://{region}.shelter.test:{port}/v2/
  variables:
    region: {default: eu, enum: [eu, us]}
    port: {default: "8443"}
x-kong-tags: [shelter]
x-kong-plugin-cors: {config: {origins: ["*"]}}
x-kong-route-defaults: {preserve_host: true}
tags: [{name: animals}, {name: keepers}]
security: [{key: []}]
paths:
  /animals:
    x-kong-plugin-rate-limiting: {config: {minute: 100, policy: local}}
    get: {operationId: listAnimals, tags: [animals], responses: {"200": {description: All}}}
    post:
      operationId: addAnimal
      tags: [animals]
      x-kong-name: new-animal
      x-kong-plugin-rate-limiting: {config: {minute: 5, policy: local}}
      x-kong-route-defaults: {preserve_host: false, request_buffering: false}
      responses: {"201": {$ref: "#/components/responses/Added"}}
  /animals/{animal-id}:
    parameters: [{$ref: "#/components/parameters/AnimalId"}]
    get: {tags: [animals, "keepers/all"], responses: {"200": {description: One}}}
  /animals/latest:
    get: {operationId: latestAnimal, responses: {"200": {description: One}}}
  /photos/{id}.{format}:
    servers: [{url: "https://photos.shelter.test"}]
    get: {operationId: photo, responses: {"200": {description: A photo}}}
components:
  parameters:
    AnimalId: {name: animal-id, in: path, required: true, schema: {type: integer}}
  responses: {Added: {description: Added, content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}}}
  schemas: {Animal: {type: object, properties: {mother: {$ref: "#/components/schemas/Animal"}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
`;

/** A description in OpenAPI 3.1: several servers, paths that are referred to, webhooks. */
export const SHELTER_3_1 = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Shelter", version: "3" },
  servers: [{ url: "http://one.test" }, { url: "http://two.test:8000" }, { url: "https://test.test/sandbox" }],
  "x-kong-upstream-defaults": { algorithm: "least-connections" },
  paths: {
    "/animals/{id}": { $ref: "#/components/pathItems/Animal" },
    "/old-animals/{id}": { $ref: "#/paths/~1animals~1{id}" },
    "/files/{path+}": { get: { operationId: "file", servers: [{ url: "http://files.test" }] } },
  },
  webhooks: { born: { post: {} } },
  components: { pathItems: { Animal: { get: { responses: { "200": { description: "One" } } }, delete: { summary: "Say ${{ env }} in prose" } } } },
});
