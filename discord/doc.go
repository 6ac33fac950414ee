// Package discord is the wire: the one room that knows discordgo and HTTP. It
// keeps a gateway session alive, turns what people do into talk.Requests and
// what handlers say into replies, and sends what is owed exactly once. It knows
// no couple.
//
// discordgo keeps the gateway connection and its protocol. Requests are plain
// net/http of our own, because discordgo v0.29.0's ignore their context while
// they wait for a rate limit, hide the status of a 502 and the headers of a
// 429, keep a bucket for ever for each interaction token, and put tokens into
// error texts (issues 1333 and 1354 there).
package discord
