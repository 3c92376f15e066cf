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
        { name: "type", type: "string", default: "http", one_of: ["tcp", "http", "https", "grpc", "grpcs"], help: "How targets are asked." },
        { name: "http_path", ...PATH, default: "/", help: "The path that is asked for. It may have no query." },
        {
          name: "healthy",
          type: "record",
          required: true,
          default: { interval: 0, http_statuses: [200, 302], successes: 0 },
          fields: [
            { name: "interval", type: "number", default: 0, between: [0, 65535], help: "Seconds between two questions to a target that is well; 0: none." },
            { name: "successes", type: "integer", default: 0, between: [0, 255], help: "So many good answers make it well; 0: never." },
            { name: "http_statuses", type: "array", default: [200, 302], elements: { type: "integer", between: [100, 999] }, help: "Answers that are good." },
          ],
          help: "When a target counts as well again.",
        },
        {
          name: "unhealthy",
          type: "record",
          required: true,
          default: { interval: 0, tcp_failures: 0, http_statuses: [429, 404, 500, 501, 502, 503, 504, 505], http_failures: 0, timeouts: 0 },
          fields: [
            { name: "interval", type: "number", default: 0, between: [0, 65535], help: "Seconds between two questions to a target that is ill; 0: none." },
            { name: "http_failures", type: "integer", default: 0, between: [0, 255], help: "So many bad answers make it ill; 0: never." },
            { name: "tcp_failures", type: "integer", default: 0, between: [0, 255], help: "So many failed connections make it ill; 0: never." },
            { name: "timeouts", type: "integer", default: 0, between: [0, 255], help: "So many questions without an answer make it ill; 0: never." },
            {
              name: "http_statuses",
              type: "array",
              default: [429, 404, 500, 501, 502, 503, 504, 505],
              elements: { type: "integer", between: [100, 999] },
              help: "Answers that are bad.",
            },
          ],
          help: "When a target counts as ill.",
        },
        { name: "timeout", type: "number", default: 1, between: [0, 65535], help: "Seconds to wait for an answer." },
        {
          name: "https_verify_certificate",
          type: "boolean",
          required: true,
          default: true,
          help: "Whether to check the certificates of targets.",
          isAdvanced: true,
        },
        { name: "https_sni", ...SNI, help: "The server name that targets are asked for.", isAdvanced: true },
        { name: "concurrency", type: "integer", default: 10, between: [1, 2147483648], help: "How many targets are asked at once.", isAdvanced: true },
        { name: "headers", ...HEADERS, help: "Headers to ask with.", isAdvanced: true },
      ],
      help: "Kong asks each target itself, again and again. Off while both intervals are 0.",
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
        { name: "type", type: "string", default: "http", one_of: ["tcp", "http", "https", "grpc", "grpcs"], help: "What the requests are." },
        {
          name: "healthy",
          type: "record",
          required: true,
          default: { http_statuses: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308], successes: 0 },
          fields: [
            { name: "successes", type: "integer", default: 0, between: [0, 255], help: "So many good answers make it well; 0: never." },
            {
              name: "http_statuses",
              type: "array",
              default: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308],
              elements: { type: "integer", between: [100, 999] },
              help: "Answers that are good.",
            },
          ],
          help: "When a target counts as well again.",
        },
        {
          name: "unhealthy",
          type: "record",
          required: true,
          default: { http_statuses: [429, 500, 503], tcp_failures: 0, timeouts: 0, http_failures: 0 },
          fields: [
            { name: "http_failures", type: "integer", default: 0, between: [0, 255], help: "So many bad answers make it ill; 0: never." },
            { name: "tcp_failures", type: "integer", default: 0, between: [0, 255], help: "So many failed connections make it ill; 0: never." },
            { name: "timeouts", type: "integer", default: 0, between: [0, 255], help: "So many timeouts make it ill; 0: never." },
            {
              name: "http_statuses",
              type: "array",
              default: [429, 500, 503],
              elements: { type: "integer", between: [100, 999] },
              help: "Answers that are bad.",
            },
          ],
          help: "When a target counts as ill.",
        },
      ],
      help: "Kong judges by the answers to clients' requests. Off while all numbers are 0.",
    },
    {
      name: "threshold",
      type: "number",
      default: 0,
      between: [0, 100],
      help: "The least percentage of weight that must be well; with less, the whole upstream counts as ill.",
      isAdvanced: true,
    },
  ],
} as const satisfies FieldSchema;
