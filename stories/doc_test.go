// Package stories tells the product as tests: a story is a Discord with people in it
// and the whole program at work there, over the wire, told in the words of a person
// who runs, presses, fills in and sees.
//
// Read loop_test.go first, the six steps from a question to a thank-you, and then
// world_test.go, which starts a world and fails every story in which something
// private shows. clock_test.go moves the time, person_test.go has what people do,
// sight_test.go what they see, discord_test.go what goes wrong at Discord. The torture
// kills the real program; fanout_test.go measures it.
//
// What never goes in: the rule of one function (its own room tests it), a mock, a
// sleep, the wall clock. Nothing imports this package.
package stories
