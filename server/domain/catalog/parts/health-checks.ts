import type { FieldSchema } from "../../kong-schema/schema";
import { HEADERS, PATH, SNI } from "./text";

/** How Kong finds out which targets of an upstream are well. */
export const HEALTH_CHECKS = {
  type: "record",
  required: true,
  default: {
    active: {
      http_path: "/",
      healthy: { interval: 0, http_statuses: [200, 302], successes: 0 },
      concurrency: 10,
      type: "http",
      https_verify_certificate: true,
      timeout: 1,
      unhealthy: { interval: 0, tcp_failures: 0, http_statuses: [429, 404, 500, 501, 502, 503, 504, 505], http_failures: 0, timeouts: 0 },
    },
    passive: {
      type: "http",
      healthy: { http_statuses: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308], successes: 0 },
      unhealthy: { http_statuses: [429, 500, 503], tcp_failures: 0, timeouts: 0, http_failures: 0 },
    },
  },
  fields: [
    {
      name: "active",
      type: "record",
      required: true,
      default: {
        http_path: "/",
        healthy: { interval: 0, http_statuses: [200, 302], successes: 0 },
        concurrency: 10,
        type: "http",
        https_verify_certificate: true,
        timeout: 1,
        unhealthy: { interval: 0, tcp_failures: 0, http_statuses: [429, 404, 500, 501, 502, 503, 504, 505], http_failures: 0, timeouts: 0 },
      },
      fields: [
        { name: "headers", ...HEADERS },
        { name: "http_path", ...PATH, default: "/" },
        { name: "https_sni", ...SNI },
        { name: "https_verify_certificate", type: "boolean", required: true, default: true },
        { name: "concurrency", type: "integer", default: 10, between: [1, 2147483648] },
        { name: "type", type: "string", default: "http", one_of: ["tcp", "http", "https", "grpc", "grpcs"] },
        { name: "timeout", type: "number", default: 1, between: [0, 65535] },
        {
          name: "healthy",
          type: "record",
          required: true,
          default: { interval: 0, http_statuses: [200, 302], successes: 0 },
          fields: [
            { name: "interval", type: "number", default: 0, between: [0, 65535] },
            { name: "http_statuses", type: "array", default: [200, 302], elements: { type: "integer", between: [100, 999] } },
            { name: "successes", type: "integer", default: 0, between: [0, 255] },
          ],
        },
        {
          name: "unhealthy",
          type: "record",
          required: true,
          default: { interval: 0, tcp_failures: 0, http_statuses: [429, 404, 500, 501, 502, 503, 504, 505], http_failures: 0, timeouts: 0 },
          fields: [
            { name: "interval", type: "number", default: 0, between: [0, 65535] },
            { name: "tcp_failures", type: "integer", default: 0, between: [0, 255] },
            { name: "http_statuses", type: "array", default: [429, 404, 500, 501, 502, 503, 504, 505], elements: { type: "integer", between: [100, 999] } },
            { name: "http_failures", type: "integer", default: 0, between: [0, 255] },
            { name: "timeouts", type: "integer", default: 0, between: [0, 255] },
          ],
        },
      ],
    },
    {
      name: "passive",
      type: "record",
      required: true,
      default: {
        type: "http",
        healthy: { http_statuses: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308], successes: 0 },
        unhealthy: { http_statuses: [429, 500, 503], tcp_failures: 0, timeouts: 0, http_failures: 0 },
      },
      fields: [
        { name: "type", type: "string", default: "http", one_of: ["tcp", "http", "https", "grpc", "grpcs"] },
        {
          name: "healthy",
          type: "record",
          required: true,
          default: { http_statuses: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308], successes: 0 },
          fields: [
            {
              name: "http_statuses",
              type: "array",
              default: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308],
              elements: { type: "integer", between: [100, 999] },
            },
            { name: "successes", type: "integer", default: 0, between: [0, 255] },
          ],
        },
        {
          name: "unhealthy",
          type: "record",
          required: true,
          default: { http_statuses: [429, 500, 503], tcp_failures: 0, timeouts: 0, http_failures: 0 },
          fields: [
            { name: "timeouts", type: "integer", default: 0, between: [0, 255] },
            { name: "tcp_failures", type: "integer", default: 0, between: [0, 255] },
            { name: "http_statuses", type: "array", default: [429, 500, 503], elements: { type: "integer", between: [100, 999] } },
            { name: "http_failures", type: "integer", default: 0, between: [0, 255] },
          ],
        },
      ],
    },
    { name: "threshold", type: "number", default: 0, between: [0, 100] },
  ],
} as const satisfies FieldSchema;
