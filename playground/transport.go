package playground

import (
	"fmt"
	"net/http"
	"net/url"
)

// Transport returns a transport that sends every request to this Discord, whatever host
// the request names. It is for clients whose base address cannot be set, such as
// discordgo's; the gateway's address comes from GET /gateway and needs no rewriting.
// Before Start or Serve each request is an error.
func (d *Discord) Transport() http.RoundTripper { return transport{d} }

type transport struct{ d *Discord }

// RoundTrip sends the request to the Discord and changes nothing but its address.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	base, err := url.Parse(t.d.URL())
	if err != nil || base.Host == "" {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, fmt.Errorf("the playground is not started: %w", http.ErrServerClosed)
	}
	there := r.Clone(r.Context())
	there.URL.Scheme, there.URL.Host, there.Host = base.Scheme, base.Host, base.Host
	return http.DefaultTransport.RoundTrip(there)
}
