// Package scheduler does what the clock and the gateway ask for: it opens the
// check-ins that are due, sends what is owed to people, and reads what people wrote
// while the bot was away.
//
// Read scheduler.go and then loop.go first: one loop looks at the clock (tick.go),
// lists the notices that are due and hands them to workers (outbox.go), lets people and
// lanes share those (share.go), keeps each person's order while a notice is tried again
// (order.go), and sends one notice (send.go). One kind of notice deletes
// messages (hide.go). The inbox is a loop of its own: inbox.go and
// inbox_*.go.
//
// What never goes in: anything that a couple reads, SQL, Discord's protocol, and the
// real clock. The database alone says what is due, so that nothing has to be rebuilt
// after a restart. The log gets ids and errors, never what a person wrote.
package scheduler
