// Shifted is leanon serve with a clock that can be moved, for the torture and for the
// benchmark that looks at the bot an hour after an evening. A line on its standard input,
// such as 25h or -10m, says how far the clock is ahead of the machine's from then on. Its
// arguments are the path of config.yaml and, if the clock begins ahead, how far.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"leanon/host"
)

func main() {
	manual, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	began := time.Now()
	var ahead atomic.Int64
	shift := func(by string) {
		d, err := time.ParseDuration(by)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		ahead.Store(int64(d))
	}
	if len(os.Args) > 2 {
		shift(os.Args[2])
	}
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			shift(lines.Text())
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	err = host.ServeCommand{}.Run(&host.Process{
		Ctx: ctx, Manual: string(manual), Environ: os.Environ(),
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Now:    func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) },
		Steady: func() time.Duration { return time.Since(began) },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
