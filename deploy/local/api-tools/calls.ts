// A client as somebody would write it: compiled, never run.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const client = createClient<paths>({ baseUrl: "http://127.0.0.1:8080", headers: { "X-Api-Key": "…" } });

export async function post(): Promise<string> {
  const { data, error } = await client.POST("/api/v1/plants/{plant}/months/{month}/readings", {
    params: {
      path: { plant: "SX-A1", month: "2024-03" },
      header: { "Idempotency-Key": "7c9e6679-7425-40de-944b-e07fc1f90ae7" },
    },
    body: {
      readings: [
        { source: "BOILER-1", activity: "fuel.bituminous-coal", quantity: "41250.37", unit: "t", quality: "measured" },
      ],
    },
  });
  if (error) return `${error.code}: ${error.detail}`;
  return data.submissionId;
}

export async function co2(): Promise<string | undefined> {
  const { data } = await client.GET("/api/v1/totals", {
    params: { query: { from: "2024-01", to: "2024-12", groupBy: ["category", "measure"], gwp: "AR5" } },
  });
  // A table is a text; without an Accept header the answer is JSON.
  if (data === undefined || typeof data === "string") return undefined;
  return data.rows.find((row) => row.category === "scope1.combustion" && row.measure === "CO2")?.quantity;
}

export const state = (submission: components["schemas"]["GetSubmission.Response"]): boolean =>
  submission.state === "posted" && submission.ledger !== null;
