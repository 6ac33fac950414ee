//go:build race

package playground_test

// racing says that the race detector runs: its own bookkeeping costs more than
// what some tests measure.
const racing = true
