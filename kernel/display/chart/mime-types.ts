/** What clients know specifications of charts by. */
export const VEGA_LITE_MIME = "application/vnd.vegalite.v5+json";
export const VEGA_MIME = "application/vnd.vega.v5+json";
