// Draws the API reference from our schema; "Execute" works with the session of the page.
const place = document.getElementById("swagger-ui");

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null,
  requestInterceptor(request) {
    const cookie = document.cookie.split("; ").find((entry) => entry.startsWith("csrftoken="));
    if (cookie) request.headers["X-CSRFToken"] = cookie.slice("csrftoken=".length);
    return request;
  },
});
