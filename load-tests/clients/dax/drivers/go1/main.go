// Drives the DAX client for the AWS SDK for Go 1.
package main

import (
	"errors"
	"os"
	"reflect"

	"github.com/aws/aws-dax-go/dax"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/aws/credentials"
	"github.com/aws/aws-sdk-go/service/dynamodb"

	"larder/dax/lines"
)

func main() {
	config := dax.DefaultConfig()
	config.HostPorts = []string{os.Getenv("DAX_ENDPOINT")}
	config.Region = os.Getenv("AWS_REGION")
	config.Credentials = credentials.NewStaticCredentials(
		os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), "")
	config.Logger = nil
	client, err := dax.New(config)
	if err != nil {
		lines.Failed(fault(err))
	}
	(&lines.Client{
		Name:   "go1",
		Module: "github.com/aws/aws-dax-go",
		DAX:    client,
		Call: func(method, input reflect.Value) []reflect.Value {
			return method.Call([]reflect.Value{input})
		},
		Fault: fault,
		Close: client.Close,
	}).Serve()
}

func fault(err error) lines.Fault {
	var coded awserr.Error
	if !errors.As(err, &coded) {
		return lines.Unnamed(err)
	}
	fault := lines.Fault{Type: coded.Code(), Message: coded.Message()}
	var answered awserr.RequestFailure
	if errors.As(err, &answered) {
		fault.Status = answered.StatusCode()
		fault.RequestID = answered.RequestID()
	}
	var failed *dynamodb.ConditionalCheckFailedException
	if errors.As(err, &failed) && failed.Item != nil {
		fault.Item = lines.JSON(failed.Item)
	}
	var cancelled *dynamodb.TransactionCanceledException
	if errors.As(err, &cancelled) && cancelled.CancellationReasons != nil {
		fault.Reasons = lines.JSON(cancelled.CancellationReasons)
	}
	return fault
}
