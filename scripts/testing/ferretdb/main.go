// The gateway of FerretDB, which speaks MongoDB's protocol in front of PostgreSQL with the
// documentdb extension: the open engine of Azure DocumentDB.
//
// Usage: gateway ADDRESS POSTGRES_URL STATE_FOLDER
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/v2/ferretdb"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	telemetry := false
	gateway, err := ferretdb.New(&ferretdb.Config{
		ListenAddr:    os.Args[1],
		PostgreSQLURL: os.Args[2],
		StateDir:      os.Args[3],
		Telemetry:     &telemetry,
		LogOutput:     os.Stderr,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}

	fmt.Println("gateway ready")
	gateway.Run(ctx)
}
