// guregu/dynamo for Go, unmodified, against a running server: structs with keys and an index, queries by
// KeyConditions with filters and projections, pages, scans, updates with conditions, batches, transactions.
//
//	go run . [--endpoint http://127.0.0.1:8000]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/guregu/dynamo/v2"
)

const tableName = "larder-guregu"

// A song and its place in the index by style.
type song struct {
	Artist string   `dynamo:"artist,hash"`
	Title  string   `dynamo:"title,range"`
	Style  string   `dynamo:"style" index:"by-style,hash"`
	Plays  int      `dynamo:"plays" index:"by-style,range"`
	Tags   []string `dynamo:"tags,set,omitempty"`
}

var (
	ctx    = context.Background()
	passed int
	failed int
)

// What the environment gives, or what does where nothing is verified.
func given(name string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return "dummy"
}

func main() {
	endpoint := flag.String("endpoint", "http://127.0.0.1:8000", "the server")
	flag.Parse()
	db := dynamo.New(
		aws.Config{
			Region:      "us-east-1",
			Credentials: credentials.NewStaticCredentialsProvider(given("AWS_ACCESS_KEY_ID"), given("AWS_SECRET_ACCESS_KEY"), ""),
		},
		func(options *dynamodb.Options) {
			options.BaseEndpoint = endpoint
			options.RetryMaxAttempts = 1
		})
	table := db.Table(tableName)
	create(db, table)
	single(table)
	queries(table)
	scans(table)
	updates(table)
	many(db, table)
	works("remove: the table", table.DeleteTable().Wait(ctx))
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

func create(db *dynamo.DB, table dynamo.Table) {
	if err := table.DeleteTable().Wait(ctx); err != nil && !isMissing(err) {
		works("create: what an earlier run left is deleted", err)
	}
	works("create: the table", db.CreateTable(tableName, song{}).OnDemand(true).Wait(ctx))
	description, err := table.Describe().Run(ctx)
	works("create: is described", err)
	equal("create: the index", description.GSI[0].Name, "by-style")
}

func isMissing(err error) bool {
	var missing *types.ResourceNotFoundException
	return errors.As(err, &missing)
}

func single(table dynamo.Table) {
	want := song{Artist: "Nina", Title: "Sinnerman", Style: "jazz", Plays: 10, Tags: []string{"live", "long"}}
	works("put", table.Put(want).Run(ctx))
	var got song
	works("get", table.Get("artist", "Nina").Range("title", dynamo.Equal, "Sinnerman").One(ctx, &got))
	equal("get: what was put", got, want)
	err := table.Get("artist", "Nina").Range("title", dynamo.Equal, "?").One(ctx, &got)
	equal("get: a missing one", errors.Is(err, dynamo.ErrNotFound), true)
	err = table.Put(want).If("attribute_not_exists(artist)").Run(ctx)
	equal("put: refused by its condition", dynamo.IsCondCheckFailed(err), true)
}

// Every query of this library sends KeyConditions, whatever else it sends.
func queries(table dynamo.Table) {
	for number := range 9 {
		style := []string{"soul", "jazz", "blues"}[number%3]
		works("query: put", table.Put(song{"Etta", fmt.Sprintf("t%d", number), style, number, nil}).Run(ctx))
	}
	etta := func() *dynamo.Query { return table.Get("artist", "Etta") }

	equal("query: the whole collection", titles(found(etta())),
		list("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8"))
	equal("query: range, from its end",
		titles(found(etta().Range("title", dynamo.Between, "t2", "t4").Order(dynamo.Descending))),
		list("t4", "t3", "t2"))
	equal("query: prefix", titles(found(etta().Range("title", dynamo.BeginsWith, "t7"))), list("t7"))
	equal("query: filter", titles(found(etta().Filter("'plays' > ? AND $ = ?", 3, "style", "jazz"))), list("t4", "t7"))
	equal("query: range and filter",
		titles(found(etta().Range("title", dynamo.Less, "t5").Filter("'plays' > ?", 2))), list("t3", "t4"))
	equal("query: projection", found(etta().Range("title", dynamo.Less, "t2").Project("title", "plays")),
		[]song{{Title: "t0"}, {Title: "t1", Plays: 1}})
	equal("query: filter and projection", found(etta().Filter("$ = ?", "style", "soul").Project("title")),
		[]song{{Title: "t0"}, {Title: "t3"}, {Title: "t6"}})
	count, err := etta().Filter("$ = ?", "style", "blues").Count(ctx)
	works("query: count", err)
	equal("query: count", count, 3)
	equal("query: index and filter",
		titles(found(table.Get("style", "jazz").Index("by-style").Range("plays", dynamo.GreaterOrEqual, 4).
			Filter("attribute_not_exists($)", "tags"))),
		list("t4", "t7"))

	var pages [][]string
	var from dynamo.PagingKey
	for first := true; first || from != nil; first = false {
		var songs []song
		from, err = etta().Filter("$ <> ?", "style", "soul").SearchLimit(4).StartFrom(from).
			AllWithLastEvaluatedKey(ctx, &songs)
		works("query: page", err)
		pages = append(pages, titles(songs))
	}
	equal("query: pages", pages, [][]string{{"t1", "t2"}, {"t4", "t5", "t7"}, {"t8"}})
}

func scans(table dynamo.Table) {
	equal("scan: filter", len(found(table.Scan().Filter("'plays' >= ?", 8).Project("title"))), 2)
	var songs []song
	works("scan: segments", table.Scan().AllParallel(ctx, 3, &songs))
	equal("scan: segments", len(songs), 10)
	count, err := table.Scan().Index("by-style").Count(ctx)
	works("scan: index", err)
	equal("scan: index", count, 10)
}

func updates(table dynamo.Table) {
	update := func() *dynamo.Update { return table.Update("artist", "Nina").Range("title", "Sinnerman") }
	var got song
	works("update", update().Add("plays", 5).AddStringsToSet("tags", "slow").
		If("$ = ?", "style", "jazz").Value(ctx, &got))
	equal("update: what it made", got, song{"Nina", "Sinnerman", "jazz", 15, []string{"live", "long", "slow"}})
	equal("update: refused by its condition",
		dynamo.IsCondCheckFailed(update().Set("plays", 0).If("'plays' < ?", 10).Run(ctx)), true)
	works("update: delete from a set", update().DeleteStringsFromSet("tags", "live", "long").Value(ctx, &got))
	equal("update: delete from a set", got.Tags, list("slow"))
	works("delete", table.Delete("artist", "Etta").Range("title", "t0").If("$ = ?", "style", "soul").OldValue(ctx, &got))
	equal("delete: what was there", got.Title, "t0")
}

func many(db *dynamo.DB, table dynamo.Table) {
	var items []any
	var keys []dynamo.Keyed
	for number := range 60 {
		title := fmt.Sprintf("b%02d", number)
		items = append(items, song{"Batch", title, "none", number, nil})
		keys = append(keys, dynamo.Keys{"Batch", title})
	}
	wrote, err := table.Batch("artist", "title").Write().Put(items...).Run(ctx)
	works("batch: write", err)
	equal("batch: write", wrote, 60)
	equal("batch: get", len(found(table.Batch("artist", "title").Get(keys...))), 60)

	works("transaction: write", db.WriteTx().Idempotent(true).
		Put(table.Put(song{"Tx", "one", "none", 1, nil})).
		Update(table.Update("artist", "Batch").Range("title", "b00").Set("plays", 100)).
		Delete(table.Delete("artist", "Batch").Range("title", "b01")).
		Check(table.Check("artist", "Nina").Range("title", "Sinnerman").IfExists()).
		Run(ctx))
	var one, other song
	works("transaction: read", db.GetTx().
		GetOne(table.Get("artist", "Tx").Range("title", dynamo.Equal, "one"), &one).
		GetOne(table.Get("artist", "Batch").Range("title", dynamo.Equal, "b00").Project("plays"), &other).
		Run(ctx))
	equal("transaction: read", []int{one.Plays, other.Plays}, []int{1, 100})
	err = db.WriteTx().
		Put(table.Put(song{"Tx", "two", "none", 2, nil})).
		Check(table.Check("artist", "Batch").Range("title", "b01").IfExists()).
		Run(ctx)
	equal("transaction: cancelled", dynamo.IsCondCheckFailed(err), true)
}

// All that a read finds.
func found(read interface {
	All(context.Context, any) error
}) []song {
	var songs []song
	works("read", read.All(ctx, &songs))
	return songs
}

func list(titles ...string) []string { return titles }

func titles(songs []song) []string {
	var all []string
	for _, one := range songs {
		all = append(all, one.Title)
	}
	return all
}

func works(name string, err error) {
	if err != nil {
		failed++
		fmt.Printf("FAIL %s\n     %v\n", name, err)
	}
}

func equal(name string, actual, expected any) {
	if reflect.DeepEqual(actual, expected) {
		passed++
		fmt.Println("ok  ", name)
		return
	}
	failed++
	fmt.Printf("FAIL %s\n     expected %v\n     but was  %v\n", name, expected, actual)
}
