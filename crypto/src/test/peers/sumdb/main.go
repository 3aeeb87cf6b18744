// Command sumdb checks Hefu's log with the packages that Go's checksum database uses, and makes a
// log of its own for Hefu to check: sumdb OURS THEIRS.
package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Index int64    `json:"index"`
	Path  []string `json:"path"`
}

type consistency struct {
	OldSize int64    `json:"oldSize"`
	OldRoot string   `json:"oldRoot"`
	Path    []string `json:"path"`
}

type treeLog struct {
	Key         string        `json:"key"`
	Note        string        `json:"note"`
	Leaves      int64         `json:"leaves"`
	Inclusion   []inclusion   `json:"inclusion"`
	Consistency []consistency `json:"consistency"`
}

func entry(i int64) []byte { return []byte(fmt.Sprintf("entry %d", i)) }

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func hashes(path []string) []tlog.Hash {
	var out []tlog.Hash
	for _, text := range path {
		out = append(out, must(tlog.ParseHash(text)))
	}
	return out
}

func texts(path []tlog.Hash) []string {
	out := []string{}
	for _, hash := range path {
		out = append(out, hash.String())
	}
	return out
}

func check(ours treeLog) {
	verifier := must(note.NewVerifier(ours.Key))
	opened := must(note.Open([]byte(ours.Note), note.VerifierList(verifier)))
	lines := strings.Split(opened.Text, "\n")
	size := must(strconv.ParseInt(lines[1], 10, 64))
	root := must(tlog.ParseHash(lines[2]))
	if size != ours.Leaves || lines[0] != verifier.Name() {
		log.Fatalf("checkpoint of %s with %d leaves", lines[0], size)
	}
	for _, proof := range ours.Inclusion {
		leaf := tlog.RecordHash(entry(proof.Index))
		if err := tlog.CheckRecord(hashes(proof.Path), size, root, proof.Index, leaf); err != nil {
			log.Fatal(err)
		}
	}
	for _, proof := range ours.Consistency {
		old := must(tlog.ParseHash(proof.OldRoot))
		if err := tlog.CheckTree(hashes(proof.Path), size, root, proof.OldSize, old); err != nil {
			log.Fatal(err)
		}
	}
}

func build(size int64) treeLog {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range indexes {
			out = append(out, stored[i])
		}
		return out, nil
	})
	for i := int64(0); i < size; i++ {
		stored = append(stored, must(tlog.StoredHashes(i, entry(i), reader))...)
	}
	root := must(tlog.TreeHash(size, reader))
	secret, public, err := note.GenerateKey(rand.Reader, "go.example/log")
	if err != nil {
		log.Fatal(err)
	}
	text := fmt.Sprintf("go.example/log\n%d\n%s\n", size, root)
	signed := must(note.Sign(&note.Note{Text: text}, must(note.NewSigner(secret))))
	out := treeLog{Key: public, Note: string(signed), Leaves: size}
	for i := int64(0); i < size; i++ {
		out.Inclusion = append(out.Inclusion, inclusion{i, texts(must(tlog.ProveRecord(size, i, reader)))})
	}
	for old := int64(1); old <= size; old++ {
		oldRoot := must(tlog.TreeHash(old, reader))
		path := texts(must(tlog.ProveTree(size, old, reader)))
		out.Consistency = append(out.Consistency, consistency{old, oldRoot.String(), path})
	}
	return out
}

func main() {
	var ours treeLog
	if err := json.Unmarshal(must(os.ReadFile(os.Args[1])), &ours); err != nil {
		log.Fatal(err)
	}
	check(ours)
	out := must(json.Marshal(build(ours.Leaves)))
	if err := os.WriteFile(os.Args[2], out, 0o644); err != nil {
		log.Fatal(err)
	}
}
