//go:build race

package playground_test

// racing is whether the race detector runs. What it needs itself is more than what some
// tests measure.
const racing = true
