/**
 * What CloudFront runs for each request of a page that has its own paths, such as `/artists`: what
 * names no file is the page itself. It is done here and not by an error page, which would hold for
 * the whole distribution and hide a refusal of the API or the firewall behind the page (T33).
 * Runtime `cloudfront-js-2.0`; a file always has a dot in its last step.
 */
export const PAGE_REWRITE = `function handler(event) {
  var request = event.request;
  var last = request.uri.slice(request.uri.lastIndexOf("/") + 1);
  if (!last.includes(".")) request.uri = "/index.html";
  return request;
}
`;
