package host

import (
	"net"
	"net/url"
)

// plainSentence says what is wrong with an address of Discord that is not encrypted.
const plainSentence = "discord.api_url begins with http:// and is not on this machine, so whoever is on the way reads the token and every word: use https://, or a proxy on this machine"

// crossesInPlain says whether requests to an address leave this machine unencrypted.
func crossesInPlain(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())
}
