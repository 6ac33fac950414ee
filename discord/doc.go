// Package discord is the wire between leanon and Discord. It keeps one gateway
// session up, turns what people do into talk.Requests for the handler, sends what
// the handler replies, and delivers each owed message exactly once.
//
// Open client.go first: it says what a Client is given and what it can do. Then
// supervise.go keeps the session up, events.go and interactions.go take what comes
// in, deliver.go and find.go send what is owed, and limiter.go decides which request
// goes next. The types that the bot and the wire share are in package talk.
//
// Nothing about couples goes in here, and no database: the room knows people,
// channels and messages. No other room imports discordgo, and none speaks HTTP or
// WebSocket to Discord but host's check, which tries the way without a client.
//
// discordgo is used for the gateway: it connects, identifies, resumes, beats and
// decodes frames (session.go). gateway_conn.go stands between it and the socket,
// because discordgo does not survive some frames and does not tell what it hears.
// Its REST side gives only the addresses of endpoints. Requests are plain net/http
// of our own (rest.go), because those of discordgo v0.29.0 ignore their context while
// they wait for a rate limit, hide the status of a 502 and the headers of a 429, keep
// a bucket for ever for each interaction token, and put tokens into error texts
// (https://github.com/bwmarrin/discordgo/issues/1333 and .../1354). Events are decoded
// here too (decode.go).
package discord
