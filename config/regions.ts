/** What is known of AWS's regions, for readers of settings and of plans. */
export { REGIONS } from "../components/shared/regions.ts";
