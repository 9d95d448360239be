"""How a node's web server stands up to its network: TLS, connections that dawdle or never end, requests in floods."""
