//go:build race

package demo

// racing says that this is built with the race detector, and runs several times as long.
const racing = true
