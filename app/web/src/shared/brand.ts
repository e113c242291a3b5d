/** What the page is called. */
export const BRAND = "Rampart Music";
